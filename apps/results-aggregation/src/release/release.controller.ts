import { Body, Controller, Get, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import {
  CreateRoute,
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

  @CreateRoute(ReleaseView, 'Publish what is counted now as the next release of a wave', 'waves/:waveId/releases')
  publishRelease(
    @Param('waveId', ParseUUIDPipe) waveId: string,
    @Body() _body: PublishRelease,
    @InCommand() command: Command,
  ): Promise<ReleaseView> {
    return this.releases.publish(waveId, command);
  }

  @ListRoute('waves/:waveId/releases', ReleaseView, 'Releases of a wave, oldest first')
  listReleases(@Param('waveId', ParseUUIDPipe) waveId: string, @Query() query: PageQuery): Promise<Page<ReleaseView>> {
    return this.queries.list(waveId, query);
  }

  @ReadRoute('waves/:waveId/releases/:id', ReleaseView, 'One release of a wave, where its Location says')
  getReleaseOfWave(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseView> {
    return this.queries.byId(id);
  }

  @ReadRoute('releases/:id', ReleaseView, 'One release')
  getRelease(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseView> {
    return this.queries.byId(id);
  }

  @ReadRoute('releases/:id/changes', ReleaseChangesView, 'What a release changed against the one before')
  getReleaseChanges(@Param('id', ParseUUIDPipe) id: string): Promise<ReleaseChangesView> {
    return this.queries.changes(id);
  }

  @Get('releases/:id/files/:name')
  @ApiOperation({ summary: 'A file of a release; its ETag is its SHA-256' })
  @ApiProduces('application/json', 'text/csv')
  @ApiResponse({ status: 200, description: 'The file, byte by byte as it was published' })
  @ApiResponse({ status: 404, description: 'Unknown' })
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
