import { Body, Controller, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import {
  CreateRoute,
  FileRoute,
  InCommand,
  ListRoute,
  PageQuery,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { PublishRelease } from './release.dto.js';
import { ReleaseChangesView, ReleaseQueries, ReleaseView } from './release.queries.js';
import { ReleaseService } from './release.service.js';

/** What of an answer a download sets. */
interface Headers {
  header(name: string, value: string): unknown;
}

@Controller('v1')
export class ReleaseController {
  constructor(
    private readonly releases: ReleaseService,
    private readonly queries: ReleaseQueries,
  ) {}

  @CreateRoute(
    ['rapporteur'],
    ReleaseView,
    'Publish what is counted now as the next release of a wave',
    'waves/:waveId/releases',
  )
  publishRelease(
    @Param('waveId', ParseUUIDPipe) waveId: string,
    @Body() _body: PublishRelease,
    @InCommand() command: Command,
  ): Promise<ReleaseView> {
    return this.releases.publish(waveId, command);
  }

  @ListRoute('public', 'waves/:waveId/releases', ReleaseView, 'Releases of a wave, oldest first')
  listReleases(@Param('waveId', ParseUUIDPipe) waveId: string, @Query() query: PageQuery): Promise<Page<ReleaseView>> {
    return this.queries.list(waveId, query);
  }

  @ReadRoute('public', 'waves/:waveId/releases/:id', ReleaseView, 'One release of a wave, where its Location says')
  getReleaseOfWave(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseView> {
    return this.queries.byId(id);
  }

  @ReadRoute('public', 'releases/:id', ReleaseView, 'One release')
  getRelease(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseView> {
    return this.queries.byId(id);
  }

  @ReadRoute('public', 'releases/:id/changes', ReleaseChangesView, 'What a release changed against the one before')
  getReleaseChanges(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseChangesView> {
    return this.queries.changes(id);
  }

  @FileRoute(
    'public',
    'releases/:id/files/:name',
    ['application/json', 'text/csv'],
    'A file of a release; its ETag is its SHA-256',
  )
  async getReleaseFile(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) reply: Headers,
  ): Promise<Buffer> {
    const { contentType, content, sha256 } = await this.queries.file(id, name);
    reply.header('content-type', contentType);
    reply.header('etag', `"${sha256}"`);
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return content;
  }
}
