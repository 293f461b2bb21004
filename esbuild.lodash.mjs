/**
 * What knex asks of lodash whenever it reads or writes, in the language of today: lodash takes a hundred and fifty modules
 * for it. Only as much as knex asks; test/bin/lodash.test.ts compares them. Each is made on its own, from its text.
 */
export const leanLodash = {
  assign: () => Object.assign,
  cloneDeepWith: () =>
    function clone(value, customize) {
      const own = customize(value);
      if (own !== undefined || typeof value !== 'object' || value === null) return own ?? value;
      if (Array.isArray(value)) return value.map((item) => clone(item, customize));
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item, customize)]));
    },
  compact: () => (items) => (items ?? []).filter(Boolean),
  defaults:
    () =>
    (object, ...sources) => {
      for (const source of sources) {
        for (const key in source) if (object[key] === undefined) object[key] = source[key];
      }
      return object;
    },
  groupBy: () => (items, by) => {
    const groups = {};
    for (const item of items ?? []) {
      const key = typeof by === 'function' ? by(item) : item[by];
      groups[key] ??= [];
      groups[key].push(item);
    }
    return groups;
  },
  has: () => (object, key) => object !== null && object !== undefined && Object.hasOwn(object, key),
  isEmpty: () => (value) => {
    if (value instanceof Map || value instanceof Set) return value.size === 0;
    return Object.keys(value ?? {}).length === 0;
  },
  isPlainObject: () => (value) => {
    if (Object.prototype.toString.call(value) !== '[object Object]') return false;
    const prototype = Object.getPrototypeOf(value);
    return (
      prototype === null || (Object.hasOwn(prototype, 'constructor') && prototype.constructor === Object)
    );
  },
  isTypedArray: () => (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
  reduce: () => (collection, add, initial) =>
    Object.entries(collection ?? {}).reduce(
      (sum, [key, value]) => add(sum, value, Array.isArray(collection) ? Number(key) : key),
      initial,
    ),
  transform: () => (items, add, result) => {
    for (const [index, item] of items.entries()) add(result, item, index);
    return result;
  },
  uniqueId: () => {
    let last = 0;
    return (prefix = '') => {
      last += 1;
      return `${prefix}${last}`;
    };
  },
};
