import { Injectable } from '@nestjs/common';
import { LEVELS, VERSION_STATUSES, type Level, type VersionStatus } from '@polyphony/contracts';
import {
  afterId,
  DomainError,
  IsLanguage,
  OrNull,
  pageOf,
  type Actor,
  type Page,
  type PageQuery,
} from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsIn, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { ContentDto } from './content.dto.js';

/** A methodology version in a list: what it is, and how much is in it. */
export class MethodologyVersionSummary {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsString() methodology!: string;
  @IsString() semver!: string;
  @IsString() title!: string;
  @IsLanguage() sourceLanguage!: string;
  @IsIn(VERSION_STATUSES) status!: VersionStatus;
  @IsInt() modules!: number;
  @IsInt() questions!: number;
  @IsInt() coreQuestions!: number;
  @IsDateString() draftedAt!: string;
  @OrNull() @IsDateString() publishedAt!: string | null;
}

export class ContentChangeView {
  @IsString() elementId!: string;
  @IsString() what!: string;
  @IsIn(LEVELS) level!: Level;
}

/** A methodology version with everything it says. */
export class MethodologyVersionView extends MethodologyVersionSummary {
  @ValidateNested() @Type(() => ContentDto) content!: ContentDto;
  /** Against the published version before it; empty for a draft and for the first of a family. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ContentChangeView) changes!: ContentChangeView[];
}

/** What a list of versions is narrowed by. */
export interface MethodologyVersionFilter {
  status?: VersionStatus;
  methodology?: string;
}

const SUMMARY = `
  id, version, methodology, semver, title, source_language AS "sourceLanguage", status,
  jsonb_array_length(content -> 'modules') AS modules, jsonb_array_length(content -> 'questions') AS questions,
  jsonb_array_length(jsonb_path_query_array(content, '$.questions[*] ? (@.core == true)')) AS "coreQuestions",
  drafted_at AS "draftedAt", published_at AS "publishedAt"`;

/** @throws {DomainError} not-found */
export async function methodologyVersionById(manager: EntityManager, id: string): Promise<MethodologyVersionView> {
  const rows: MethodologyVersionView[] = await manager.query(
    `SELECT ${SUMMARY}, content, changes FROM methodology_version WHERE id = $1`,
    [id],
  );
  if (!rows[0]) throw unknown(id);
  return rows[0];
}

function unknown(id: string): DomainError {
  return new DomainError('not-found', 'methodology-version-unknown', `There is no methodology version ${id}`);
}

@Injectable()
export class MethodologyVersionQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws {DomainError} not-found, also for a draft that nobody in the network asks for */
  async byId(id: string, reader: Actor | undefined): Promise<MethodologyVersionView> {
    const version = await methodologyVersionById(this.dataSource.manager, id);
    if (!reader && version.status !== 'published') throw unknown(id);
    return version;
  }

  /** Without a reader only what is published. */
  async list(
    filter: MethodologyVersionFilter,
    page: PageQuery,
    reader: Actor | undefined,
  ): Promise<Page<MethodologyVersionSummary>> {
    const rows: MethodologyVersionSummary[] = await this.dataSource.query(
      `SELECT ${SUMMARY} FROM methodology_version
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR methodology = $3)
         AND ($4 OR status = 'published')
       ORDER BY id LIMIT $5`,
      [afterId(page), filter.status ?? null, filter.methodology ?? null, reader !== undefined, page.limit + 1],
    );
    return pageOf(rows, page);
  }
}
