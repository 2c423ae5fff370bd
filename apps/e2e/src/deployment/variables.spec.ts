import { IsInt, IsOptional, IsString } from 'class-validator';
import { variablesOf } from './variables.js';

class Config {
  @IsString() databaseUrl!: string;
  @IsOptional() @IsString() databaseOwnerUrl?: string;
  @IsInt() port = 0;
}

describe('The variables of a config class', () => {
  it('are its fields; required are those with neither a default nor the leave to be absent', () => {
    expect(variablesOf(Config)).toEqual({
      known: ['DATABASE_URL', 'DATABASE_OWNER_URL', 'PORT'],
      required: ['DATABASE_URL'],
    });
  });
});
