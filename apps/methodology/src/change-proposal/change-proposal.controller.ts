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
import { DecideChange, ListChangeProposals, ProposeChange, TakeStance } from './change-proposal.dto.js';
import { ChangeProposalQueries, ChangeProposalView } from './change-proposal.queries.js';
import { ChangeProposalService } from './change-proposal.service.js';

@Controller('v1/change-proposals')
export class ChangeProposalController {
  constructor(
    private readonly proposals: ChangeProposalService,
    private readonly queries: ChangeProposalQueries,
  ) {}

  @CreateRoute(['fellow'], ChangeProposalView, 'Propose a change to an element of a draft, as an active fellow')
  proposeChange(@Body() body: ProposeChange, @InCommand() command: Command): Promise<ChangeProposalView> {
    return this.proposals.raise(body, command);
  }

  @CommandRoute(
    ['fellow'],
    ':id/stances',
    ChangeProposalView,
    'Support a proposal or object, as another active partner',
  )
  takeStance(@Id() id: string, @Body() body: TakeStance, @InCommand() command: Command): Promise<ChangeProposalView> {
    return this.proposals.takeStance(id, body.partnerId, body.stance, body.reason, command);
  }

  @CommandRoute(['methodology-steward'], ':id/decision', ChangeProposalView, 'Decide on a proposal, with its dissent')
  decideChange(
    @Id() id: string,
    @Body() body: DecideChange,
    @InCommand() command: Command,
  ): Promise<ChangeProposalView> {
    return this.proposals.decide(id, body, command);
  }

  @ReadRoute(ANY_ROLE, ':id', ChangeProposalView, 'One proposal with everything said and decided')
  getChangeProposal(@Id() id: string): Promise<ChangeProposalView> {
    return this.queries.byId(id);
  }

  @ListRoute(ANY_ROLE, '', ChangeProposalView, 'Proposals, oldest first')
  listChangeProposals(@Query() query: ListChangeProposals): Promise<Page<ChangeProposalView>> {
    return this.queries.list(query, query);
  }
}
