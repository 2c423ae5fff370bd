import { Controller, Get, Module, Post } from '@nestjs/common';
import { CallableBy } from './callers.js';
import { describeApi } from './openapi.js';

class Base {
  @Get('inherited')
  inherited(): string {
    return 'inherited';
  }
}

@Controller('v1/planted')
class Planted extends Base {
  @Get()
  @CallableBy('public')
  shown(): string {
    return 'shown';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'forgotten';
  }

  @Post('forgotten')
  changed(): string {
    return 'changed';
  }
}

@Module({ controllers: [Planted] })
class PlantedModule {}

describe('A route', () => {
  it('of which nothing says who may call it is refused by name', async () => {
    const service = { name: 'planted', module: PlantedModule, entities: [], migrations: [] };
    await expect(describeApi(service)).rejects.toThrow(
      'Nothing says who may call Planted.forgotten, Planted.changed, Planted.inherited',
    );
  });
});
