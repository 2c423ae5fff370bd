import { Body, Controller, Query } from '@nestjs/common';
import {
  CommandRoute,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
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

  @CreateRoute(MethodologyVersionView, 'Draft a version of a methodology')
  draftMethodologyVersion(
    @Body() body: DraftMethodologyVersion,
    @InCommand() command: Command,
  ): Promise<MethodologyVersionView> {
    return this.versions.draft(body, command);
  }

  @CommandRoute(':id/revisions', MethodologyVersionView, 'Replace the content of a draft')
  reviseMethodologyVersion(
    @Id() id: string,
    @Body() body: ReviseMethodologyVersion,
    @InCommand() command: Command,
  ): Promise<MethodologyVersionView> {
    return this.versions.revise(id, body.content, command);
  }

  @CommandRoute(':id/publication', MethodologyVersionView, 'Publish a draft: it never changes again')
  publishMethodologyVersion(@Id() id: string, @InCommand() command: Command): Promise<MethodologyVersionView> {
    return this.versions.publish(id, command);
  }

  @ReadRoute(':id', MethodologyVersionView, 'One version with its whole content')
  getMethodologyVersion(@Id() id: string): Promise<MethodologyVersionView> {
    return this.queries.byId(id);
  }

  @ListRoute('', MethodologyVersionSummary, 'Versions, oldest first')
  listMethodologyVersions(@Query() query: ListMethodologyVersions): Promise<Page<MethodologyVersionSummary>> {
    return this.queries.list(query, query);
  }
}
