import { Injectable } from '@nestjs/common';
import { TIME_POINTS, UNIT_KINDS, type TimePoint, type UnitKind } from '@polyphony/contracts';
import { afterId, DomainError, OrNull, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsIn, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { changedQuestions } from './changed-questions.js';
import type { Figure } from '../tally/figures.js';

export class ReleaseFileView {
  @IsString() name!: string;
  @IsInt() bytes!: number;
  /** Hexadecimal; also the ETag of the file. */
  @IsString() sha256!: string;
}

/** A release as readers see it; its files are read by name. */
export class ReleaseView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() waveId!: string;
  @IsInt() number!: number;
  @IsUUID() methodologyVersionId!: string;
  @IsArray() @IsUUID(undefined, { each: true }) assemblyIds!: string[];
  /** Answers in its figures. */
  @IsInt() responses!: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => ReleaseFileView) files!: ReleaseFileView[];
  @IsDateString() publishedAt!: string;
}

export class ChangedQuestionView {
  @IsString() questionId!: string;
  @IsIn(TIME_POINTS) timePoint!: TimePoint;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  /** n of the whole wave; null where there was none, or it is suppressed. */
  @OrNull() @IsInt() before!: number | null;
  @OrNull() @IsInt() after!: number | null;
}

/** What a release changed against the one before it. */
export class ReleaseChangesView {
  @IsUUID() releaseId!: string;
  @IsInt() number!: number;
  /** Null for the first. */
  @OrNull() @IsInt() previous!: number | null;
  @IsArray() @IsUUID(undefined, { each: true }) newAssemblyIds!: string[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => ChangedQuestionView) questions!: ChangedQuestionView[];
}

/** A file as it is downloaded. */
export interface FileContent {
  contentType: string;
  content: Buffer;
  sha256: string;
}

const VIEW = `
  SELECT id, version, wave_id AS "waveId", number, methodology_version_id AS "methodologyVersionId",
         assembly_ids AS "assemblyIds", responses, published_at AS "publishedAt",
         (SELECT json_agg(json_build_object('name', name, 'bytes', bytes, 'sha256', sha256) ORDER BY name COLLATE "C")
          FROM release_file WHERE release_id = release.id) AS files
  FROM release`;

/** @throws {DomainError} not-found */
export async function releaseById(manager: EntityManager, id: string): Promise<ReleaseView> {
  const rows: ReleaseView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'release-unknown', `There is no release ${id}`);
  return rows[0];
}

@Injectable()
export class ReleaseQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<ReleaseView> {
    return releaseById(this.dataSource.manager, id);
  }

  /** Releases of one wave or of all, oldest first. */
  async list(waveId: string | undefined, page: PageQuery): Promise<Page<ReleaseView>> {
    const rows: ReleaseView[] = await this.dataSource.query(
      `${VIEW} WHERE ($1::uuid IS NULL OR wave_id = $1) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [waveId ?? null, afterId(page), page.limit + 1],
    );
    return pageOf(rows, page);
  }

  /** @throws {DomainError} not-found */
  async file(releaseId: string, name: string): Promise<FileContent> {
    const rows: FileContent[] = await this.dataSource.query(
      `SELECT content_type AS "contentType", content, sha256 FROM release_file WHERE release_id = $1 AND name = $2`,
      [releaseId, name],
    );
    if (!rows[0]) throw new DomainError('not-found', 'release-file-unknown', `This release has no file ${name}`);
    return rows[0];
  }

  /** What is new against the release before, out of the stored files of both. @throws {DomainError} not-found */
  async changes(id: string): Promise<ReleaseChangesView> {
    const release = await this.byId(id);
    const [earlier]: ReleaseView[] = await this.dataSource.query(`${VIEW} WHERE wave_id = $1 AND number = $2`, [
      release.waveId,
      release.number - 1,
    ]);
    const known = new Set(earlier?.assemblyIds);
    return {
      releaseId: id,
      number: release.number,
      previous: earlier?.number ?? null,
      newAssemblyIds: release.assemblyIds.filter((assemblyId) => !known.has(assemblyId)),
      questions: changedQuestions(earlier ? await this.figures(earlier.id) : [], await this.figures(id)),
    };
  }

  private async figures(releaseId: string): Promise<Figure[]> {
    const { content } = await this.file(releaseId, 'figures.json');
    return JSON.parse(content.toString('utf8')) as Figure[];
  }
}
