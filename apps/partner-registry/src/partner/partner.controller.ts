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
import { ErasePartner, ListPartners, RegisterPartner, SuspendPartner } from './partner.dto.js';
import { PartnerQueries, PartnerView } from './partner.queries.js';
import { PartnerService } from './partner.service.js';

@Controller('v1/partners')
export class PartnerController {
  constructor(
    private readonly partners: PartnerService,
    private readonly queries: PartnerQueries,
  ) {}

  @CreateRoute(['network-coordinator'], PartnerView, 'Register a partner')
  registerPartner(@Body() body: RegisterPartner, @InCommand() command: Command): Promise<PartnerView> {
    return this.partners.register(body, command);
  }

  @CommandRoute(['network-coordinator'], ':id/activation', PartnerView, 'Activate a registered partner')
  activatePartner(@Id() id: string, @InCommand() command: Command): Promise<PartnerView> {
    return this.partners.activate(id, command);
  }

  @CommandRoute(['network-coordinator'], ':id/suspension', PartnerView, 'Suspend an active partner')
  suspendPartner(@Id() id: string, @Body() body: SuspendPartner, @InCommand() command: Command): Promise<PartnerView> {
    return this.partners.suspend(id, body.reason, body.note, command);
  }

  @CommandRoute(['network-coordinator'], ':id/reinstatement', PartnerView, 'Lift the suspension of a partner')
  reinstatePartner(@Id() id: string, @InCommand() command: Command): Promise<PartnerView> {
    return this.partners.reinstate(id, command);
  }

  @CommandRoute(
    ['network-coordinator'],
    ':id/erasure',
    PartnerView,
    'Forget what a partner is called and wrote, for ever',
  )
  erasePartner(@Id() id: string, @Body() body: ErasePartner, @InCommand() command: Command): Promise<PartnerView> {
    return this.partners.erase(id, body.reason, command);
  }

  @ReadRoute(ANY_ROLE, ':id', PartnerView, 'One partner')
  getPartner(@Id() id: string): Promise<PartnerView> {
    return this.queries.byId(id);
  }

  @ListRoute(ANY_ROLE, '', PartnerView, 'Partners, oldest first')
  listPartners(@Query() query: ListPartners): Promise<Page<PartnerView>> {
    return this.queries.list(query, query);
  }
}
