import { IfGiven, IsLanguage, IsText, PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { ContentDto } from './content.dto.js';

export class DraftMethodologyVersion {
  /** The family, such as `global-dialogue`. */
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: '$property must be a name in lower case with hyphens' })
  @MaxLength(100)
  methodology!: string;
  @Matches(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/, { message: '$property must be a version such as 1.0.0' })
  semver!: string;
  @IsText(300) title!: string;
  @IsLanguage() sourceLanguage!: string;
  /** Empty when it is not given. */
  @IfGiven() @IsObject() @ValidateNested() @Type(() => ContentDto) content?: ContentDto;
}

export class ReviseMethodologyVersion {
  @IsObject() @ValidateNested() @Type(() => ContentDto) content!: ContentDto;
}

export class ListMethodologyVersions extends PageQuery {
  @IfGiven() @IsIn(['draft', 'published']) status?: 'draft' | 'published';
  @IfGiven() @IsString() methodology?: string;
}
