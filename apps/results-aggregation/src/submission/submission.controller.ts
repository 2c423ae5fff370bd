import { Body, Controller, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import {
  ANY_ROLE,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { ListSubmissions, readSubmission, SubmitResponses } from './submission.dto.js';
import { SubmissionQueries, SubmissionSummary, SubmissionView } from './submission.queries.js';
import { SubmissionService } from './submission.service.js';

@Controller('v1')
export class SubmissionController {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly queries: SubmissionQueries,
  ) {}

  @CreateRoute(
    ['fellow', 'service'],
    SubmissionView,
    'Submit up to 5,000 responses; gzip is accepted',
    'assemblies/:assemblyId/submissions',
  )
  @ApiBody({ type: SubmitResponses })
  submitResponses(
    @Id('assemblyId') assemblyId: string,
    @Body() body: unknown,
    @InCommand() command: Command,
  ): Promise<SubmissionView> {
    return this.submissions.receive(assemblyId, readSubmission(body), command);
  }

  @ReadRoute(
    ANY_ROLE,
    'assemblies/:assemblyId/submissions/:id',
    SubmissionView,
    'One submission: its counts, never its answers',
  )
  getSubmission(@Id('assemblyId') assemblyId: string, @Id() id: string): Promise<SubmissionView> {
    return this.queries.byId(assemblyId, id);
  }

  @ListRoute(
    ANY_ROLE,
    'assemblies/:assemblyId/submissions',
    SubmissionSummary,
    'Submissions of an assembly, oldest first',
  )
  listSubmissionsOfAssembly(
    @Id('assemblyId') assemblyId: string,
    @Query() query: ListSubmissions,
  ): Promise<Page<SubmissionSummary>> {
    return this.queries.list(assemblyId, query.state, query);
  }

  @ListRoute(
    ANY_ROLE,
    'submissions',
    SubmissionSummary,
    'Submissions of all assemblies, oldest first: those that wait, for one',
  )
  listSubmissions(@Query() query: ListSubmissions): Promise<Page<SubmissionSummary>> {
    return this.queries.list(undefined, query.state, query);
  }
}
