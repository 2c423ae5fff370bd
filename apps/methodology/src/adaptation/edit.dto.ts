import type { RecodeEntry } from '@polyphony/contracts';
import { IsLanguage, IsText } from '@polyphony/service-kit';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  isObject,
  Matches,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { AnswerCodeDto, ID_FORM, QuestionDto } from '../methodology-version/content.dto.js';
import {
  PERMITTED,
  type AddLocalQuestion,
  type Drop,
  type Edit,
  type Move,
  type Recode,
  type Reword,
  type TranslateCodes,
  type TranslateTitle,
  type TranslateWording,
} from './edit.js';

const KINDS: readonly Edit['kind'][] = [
  ...(Object.keys(PERMITTED) as (keyof typeof PERMITTED)[]),
  'add-local-question',
];

/** What every edit says; what else it says depends on its kind. */
class EditDto {
  /** Why this site needs it; for people of the network, in no event. */
  @IsText(2_000) localReason!: string;
}

/** An edit whose kind is none: checked as far as that. */
class UnknownEditDto extends EditDto {
  @IsIn(KINDS) kind!: unknown;
}

export class TranslateWordingDto extends EditDto implements TranslateWording {
  @Equals('translate-wording') kind!: 'translate-wording';
  @IsString() questionId!: string;
  @IsLanguage() language!: string;
  @IsText(8_000) text!: string;
}

export class RewordDto extends EditDto implements Reword {
  @Equals('reword') kind!: 'reword';
  @IsString() questionId!: string;
  @IsLanguage() language!: string;
  @IsText(8_000) text!: string;
}

const isText = (text: unknown): boolean => typeof text === 'string' && text.length > 0 && text.length <= 1_000;

export class TranslateCodesDto extends EditDto implements TranslateCodes {
  @Equals('translate-codes') kind!: 'translate-codes';
  @IsString() questionId!: string;
  @IsLanguage() language!: string;
  /** The label of each code, by code. */
  @ValidateBy({
    name: 'labels',
    validator: {
      validate: (labels: unknown) => isObject(labels) && Object.values(labels).every(isText),
      defaultMessage: () => 'labels must have a text of up to 1000 characters for each code',
    },
  })
  @JSONSchema(() => ({ type: 'object', additionalProperties: { type: 'string', minLength: 1, maxLength: 1_000 } }))
  labels!: Record<string, string>;
}

export class TranslateTitleDto extends EditDto implements TranslateTitle {
  @Equals('translate-title') kind!: 'translate-title';
  @IsString() elementId!: string;
  @IsLanguage() language!: string;
  @IsText(300) text!: string;
}

export class RecodeEntryDto implements RecodeEntry {
  @Matches(...ID_FORM) local!: string;
  @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) common!: string[];
}

export class RecodeDto extends EditDto implements Recode {
  @Equals('recode') kind!: 'recode';
  @IsString() questionId!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AnswerCodeDto)
  localCodes!: AnswerCodeDto[];
  /** What each local code stands for: one common code, or several that it cannot tell apart. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RecodeEntryDto)
  map!: RecodeEntryDto[];
}

export class DropDto extends EditDto implements Drop {
  @Equals('drop') kind!: 'drop';
  @IsString() elementId!: string;
}

export class MoveDto extends EditDto implements Move {
  @Equals('move') kind!: 'move';
  @IsString() elementId!: string;
  /** Among the questions, or modules, of the version; from 1. */
  @IsInt() @Min(1) order!: number;
}

export class AddLocalQuestionDto extends EditDto implements AddLocalQuestion {
  @Equals('add-local-question') kind!: 'add-local-question';
  @IsString() slotId!: string;
  /** Its id begins with `local:`. */
  @IsObject() @ValidateNested() @Type(() => QuestionDto) question!: QuestionDto;
}

const CLASSES = {
  'translate-wording': TranslateWordingDto,
  reword: RewordDto,
  'translate-codes': TranslateCodesDto,
  'translate-title': TranslateTitleDto,
  recode: RecodeDto,
  drop: DropDto,
  move: MoveDto,
  'add-local-question': AddLocalQuestionDto,
} satisfies Record<Edit['kind'], typeof EditDto>;

/** What is no object stays as it is, for the validation to refuse. */
const asItsKind = (edit: unknown): unknown => {
  if (!isObject<{ kind?: unknown }>(edit)) return edit;
  const known = Object.entries(CLASSES).find(([kind]) => kind === edit.kind);
  return plainToInstance<object, unknown>(known?.[1] ?? UnknownEditDto, edit);
};

/** A list of edits: each is checked as what its `kind` says. */
export function Edits(): PropertyDecorator {
  const decorators = [
    IsArray(),
    ArrayMaxSize(5_000),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    // class-transformer has discriminators for this, and fails on an element that is null.
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(asItsKind) : value)),
    JSONSchema((schema) => ({
      ...schema,
      items: { oneOf: Object.values(CLASSES).map(({ name }) => ({ $ref: `#/components/schemas/${name}` })) },
    })),
  ];
  return (target, property) => decorators.forEach((decorate) => decorate(target, property as string));
}
