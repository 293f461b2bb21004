import type { FieldType, KnownField, StoredValue } from './model.ts';
import { isDropdown, isUnfit, type PhoneReader, readValue, type Unfit } from './rules.ts';

/**
 * A text that was read as a field's value already, as an import does to see what a row changes: the operation that sets the
 * value takes what was read. Only {@link ReadText.read} makes one, so that none can come in from a command line or a file.
 */
export class ReadText {
  /** As it was given. */
  readonly text: string;
  readonly stored: readonly StoredValue[];
  private readonly type: FieldType;

  private constructor(text: string, stored: readonly StoredValue[], type: FieldType) {
    this.text = text;
    this.stored = stored;
    this.type = type;
  }

  static read(
    field: Pick<KnownField, 'type' | 'options' | 'key'>,
    text: string,
    readPhone: PhoneReader,
  ): ReadText | Unfit {
    const stored = readValue(field, text, readPhone);
    return isUnfit(stored) ? stored : new ReadText(text, stored, field.type);
  }

  /** The stored form in a field as it is by now; read anew only where that may be another one. */
  storedIn(field: KnownField, readPhone: PhoneReader): readonly StoredValue[] | Unfit {
    return field.type === this.type && followsFromType(field.type)
      ? this.stored
      : readValue(field, this.text, readPhone);
  }
}

/** Whether the type alone says how a text is read; options may change, and so may the firm's country. */
const followsFromType = (type: FieldType): boolean => !isDropdown(type) && type !== 'phone';
