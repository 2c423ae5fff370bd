import { Body, Controller, Query } from '@nestjs/common';
import {
  CommandRoute,
  CreateRoute,
  Id,
  CurrentActor,
  InCommand,
  ListRoute,
  ReadRoute,
  type Actor,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import {
  DraftMethodologyVersion,
  ListMethodologyVersions,
  ReviseMethodologyVersion,
} from './methodology-version.dto.js';
import {
  MethodologyVersionQueries,
  MethodologyVersionSummary,
  MethodologyVersionView,
} from './methodology-version.queries.js';
import { MethodologyVersionService } from './methodology-version.service.js';

@Controller('v1/methodology-versions')
export class MethodologyVersionController {
  constructor(
    private readonly versions: MethodologyVersionService,
    private readonly queries: MethodologyVersionQueries,
  ) {}

  @CreateRoute(['methodology-steward'], MethodologyVersionView, 'Draft a version of a methodology')
  draftMethodologyVersion(
    @Body() body: DraftMethodologyVersion,
    @InCommand() command: Command,
  ): Promise<MethodologyVersionView> {
    return this.versions.draft(body, command);
  }

  @CommandRoute(['methodology-steward'], ':id/revisions', MethodologyVersionView, 'Replace the content of a draft')
  reviseMethodologyVersion(
    @Id() id: string,
    @Body() body: ReviseMethodologyVersion,
    @InCommand() command: Command,
  ): Promise<MethodologyVersionView> {
    return this.versions.revise(id, body.content, command);
  }

  @CommandRoute(
    ['methodology-steward'],
    ':id/publication',
    MethodologyVersionView,
    'Publish a draft: it never changes again',
  )
  publishMethodologyVersion(@Id() id: string, @InCommand() command: Command): Promise<MethodologyVersionView> {
    return this.versions.publish(id, command);
  }

  @ReadRoute('public', ':id', MethodologyVersionView, 'One version with its whole content; a draft with a token only')
  getMethodologyVersion(@Id() id: string, @CurrentActor() reader: Actor | undefined): Promise<MethodologyVersionView> {
    return this.queries.byId(id, reader);
  }

  @ListRoute('public', '', MethodologyVersionSummary, 'Versions, oldest first; drafts with a token only')
  listMethodologyVersions(
    @Query() query: ListMethodologyVersions,
    @CurrentActor() reader: Actor | undefined,
  ): Promise<Page<MethodologyVersionSummary>> {
    return this.queries.list(query, query, reader);
  }
}
