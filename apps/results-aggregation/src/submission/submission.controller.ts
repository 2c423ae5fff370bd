import { Body, Controller, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import {
  ANY_ROLE,
  CreateRoute,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { ListSubmissions, readSubmission, SubmitResponses } from './submission.dto.js';
import { SubmissionQueries, SubmissionView } from './submission.queries.js';
import { SubmissionService } from './submission.service.js';

@Controller('v1/assemblies/:assemblyId/submissions')
export class SubmissionController {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly queries: SubmissionQueries,
  ) {}

  @CreateRoute(['fellow', 'service'], SubmissionView, 'Submit up to 5,000 responses; gzip is accepted')
  @ApiBody({ type: SubmitResponses })
  submitResponses(
    @Param('assemblyId', ParseUUIDPipe) assemblyId: string,
    @Body() body: unknown,
    @InCommand() command: Command,
  ): Promise<SubmissionView> {
    return this.submissions.receive(assemblyId, readSubmission(body), command);
  }

  @ReadRoute(ANY_ROLE, ':id', SubmissionView, 'One submission: its counts, never its answers')
  getSubmission(
    @Param('assemblyId', ParseUUIDPipe) assemblyId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<SubmissionView> {
    return this.queries.byId(assemblyId, id);
  }

  @ListRoute(ANY_ROLE, '', SubmissionView, 'Submissions of an assembly, oldest first')
  listSubmissions(
    @Param('assemblyId', ParseUUIDPipe) assemblyId: string,
    @Query() query: ListSubmissions,
  ): Promise<Page<SubmissionView>> {
    return this.queries.list(assemblyId, query.state, query);
  }
}
