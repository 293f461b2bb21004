/** 2026-03-04T05:06:07.890Z → 2026-03-04 05:06, in UTC as headings say; nothing where there is none. */
export const minute = (time: string | null): string => (time ?? '').slice(0, 16).replace('T', ' ');
