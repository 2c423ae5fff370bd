import { Body, Controller, Param, Query, Res } from '@nestjs/common';
import {
  CreateRoute,
  FileRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { ListReleases, PublishRelease } from './release.dto.js';
import { ReleaseChangesView, ReleaseQueries, ReleaseView } from './release.queries.js';
import { ReleaseService } from './release.service.js';

/** What of an answer a download sets. */
interface Headers {
  header(name: string, value: string): unknown;
}

@Controller('v1/releases')
export class ReleaseController {
  constructor(
    private readonly releases: ReleaseService,
    private readonly queries: ReleaseQueries,
  ) {}

  @CreateRoute(['rapporteur'], ReleaseView, 'Publish what is counted now as the next release of a wave')
  publishRelease(@Body() { waveId }: PublishRelease, @InCommand() command: Command): Promise<ReleaseView> {
    return this.releases.publish(waveId, command);
  }

  @ListRoute('public', '', ReleaseView, 'Releases, of one wave or of all, oldest first')
  listReleases(@Query() query: ListReleases): Promise<Page<ReleaseView>> {
    return this.queries.list(query.waveId, query);
  }

  @ReadRoute('public', ':id', ReleaseView, 'One release')
  getRelease(@Id() id: string): Promise<ReleaseView> {
    return this.queries.byId(id);
  }

  @ReadRoute('public', ':id/changes', ReleaseChangesView, 'What a release changed against the one before')
  getReleaseChanges(@Id() id: string): Promise<ReleaseChangesView> {
    return this.queries.changes(id);
  }

  @FileRoute(
    'public',
    ':id/files/:name',
    ['application/json', 'text/csv'],
    'A file of a release; its ETag is its SHA-256',
  )
  async getReleaseFile(
    @Id() id: string,
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
