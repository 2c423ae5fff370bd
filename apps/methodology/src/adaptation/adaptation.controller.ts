import { Body, Controller, Query } from '@nestjs/common';
import {
  ANY_ROLE,
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
  ApproveAdaptation,
  DraftAdaptation,
  ListAdaptations,
  RejectAdaptation,
  ReviseAdaptation,
} from './adaptation.dto.js';
import { AdaptationQueries } from './adaptation.queries.js';
import { AdaptationService } from './adaptation.service.js';
import { AdaptationSummary, AdaptationView, DiffView } from './adaptation.view.js';

@Controller('v1/adaptations')
export class AdaptationController {
  constructor(
    private readonly adaptations: AdaptationService,
    private readonly queries: AdaptationQueries,
  ) {}

  @CreateRoute(['fellow'], AdaptationView, 'Begin an adaptation of a published version')
  draftAdaptation(@Body() body: DraftAdaptation, @InCommand() command: Command): Promise<AdaptationView> {
    return this.adaptations.draft(body, command);
  }

  @CommandRoute(['fellow'], ':id/revisions', AdaptationView, 'Replace the edits of a draft or of a rejected adaptation')
  reviseAdaptation(
    @Id() id: string,
    @Body() body: ReviseAdaptation,
    @InCommand() command: Command,
  ): Promise<AdaptationView> {
    return this.adaptations.revise(id, body.edits, command);
  }

  @CommandRoute(['fellow'], ':id/submission', AdaptationView, 'Submit a draft that keeps to every policy')
  submitAdaptation(@Id() id: string, @InCommand() command: Command): Promise<AdaptationView> {
    return this.adaptations.submit(id, command);
  }

  @CommandRoute(['reviewer'], ':id/approval', AdaptationView, 'Approve, for another organisation than the own')
  approveAdaptation(
    @Id() id: string,
    @Body() body: ApproveAdaptation,
    @InCommand() command: Command,
  ): Promise<AdaptationView> {
    return this.adaptations.approve(id, body.note, command);
  }

  @CommandRoute(
    ['reviewer'],
    ':id/rejection',
    AdaptationView,
    'Send back with a reason, for another organisation than the own',
  )
  rejectAdaptation(
    @Id() id: string,
    @Body() body: RejectAdaptation,
    @InCommand() command: Command,
  ): Promise<AdaptationView> {
    return this.adaptations.reject(id, body.reason, body.note, command);
  }

  @ReadRoute(ANY_ROLE, ':id', AdaptationView, 'One adaptation with its edits and the diff that they make')
  getAdaptation(@Id() id: string): Promise<AdaptationView> {
    return this.queries.byId(id);
  }

  @ReadRoute(ANY_ROLE, ':id/diff', DiffView, 'Every touched facet, allowed or not, and the grade of every question')
  getAdaptationDiff(@Id() id: string): Promise<DiffView> {
    return this.queries.diff(id);
  }

  @ListRoute(ANY_ROLE, '', AdaptationSummary, 'Adaptations, oldest first')
  listAdaptations(@Query() query: ListAdaptations): Promise<Page<AdaptationSummary>> {
    return this.queries.list(query, query);
  }
}
