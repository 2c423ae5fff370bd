import { Body, Controller, Query } from '@nestjs/common';
import {
  ANY_ROLE,
  CommandRoute,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Callers,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import {
  AttachAdaptation,
  CancelAssembly,
  ConcludeAssembly,
  ListAssemblies,
  PostponeAssembly,
  ProposeAssembly,
  ScheduleAssembly,
  StartAssembly,
} from './assembly.dto.js';
import { AssemblyQueries } from './assembly.queries.js';
import { AssemblyService } from './assembly.service.js';
import { AssemblyView } from './assembly.view.js';

/** A fellow acts for its own assemblies, a coordinator for those of all. */
const HOSTS: Callers = ['fellow', 'network-coordinator'];

@Controller('v1/assemblies')
export class AssemblyController {
  constructor(
    private readonly assemblies: AssemblyService,
    private readonly queries: AssemblyQueries,
  ) {}

  @CreateRoute(HOSTS, AssemblyView, 'Propose an assembly of a wave')
  proposeAssembly(@Body() body: ProposeAssembly, @InCommand() command: Command): Promise<AssemblyView> {
    return this.assemblies.propose(body, command);
  }

  @CommandRoute(HOSTS, ':id/adaptation', AssemblyView, 'Attach the approved adaptation that it follows')
  attachAdaptation(
    @Id() id: string,
    @Body() body: AttachAdaptation,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.attach(id, body.adaptationId, command);
  }

  @CommandRoute(HOSTS, ':id/schedule', AssemblyView, 'Fix its sessions, or fix them anew after a postponement')
  scheduleAssembly(
    @Id() id: string,
    @Body() body: ScheduleAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.schedule(id, body.sessions, command);
  }

  @CommandRoute(HOSTS, ':id/start', AssemblyView, 'Report that it has started')
  startAssembly(@Id() id: string, @Body() body: StartAssembly, @InCommand() command: Command): Promise<AssemblyView> {
    return this.assemblies.start(id, new Date(body.startedAt), command);
  }

  @CommandRoute(HOSTS, ':id/conclusion', AssemblyView, 'Report that it has ended, and how many came')
  concludeAssembly(
    @Id() id: string,
    @Body() { attendance, concludedAt }: ConcludeAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.conclude(id, attendance, new Date(concludedAt), command);
  }

  @CommandRoute(HOSTS, ':id/postponement', AssemblyView, 'Take it off its planned time')
  postponeAssembly(
    @Id() id: string,
    @Body() { postponedAt, outsideWindow = false, ...disruption }: PostponeAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.postpone(id, disruption, outsideWindow, new Date(postponedAt), command);
  }

  @CommandRoute(HOSTS, ':id/cancellation', AssemblyView, 'Cancel it before it starts')
  cancelAssembly(
    @Id() id: string,
    @Body() { cancelledAt, ...disruption }: CancelAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.cancel(id, disruption, new Date(cancelledAt), command);
  }

  @ReadRoute(ANY_ROLE, ':id', AssemblyView, 'One assembly')
  getAssembly(@Id() id: string): Promise<AssemblyView> {
    return this.queries.byId(id);
  }

  @ListRoute(ANY_ROLE, '', AssemblyView, 'Assemblies, oldest first')
  listAssemblies(@Query() query: ListAssemblies): Promise<Page<AssemblyView>> {
    return this.queries.list(query, query);
  }
}
