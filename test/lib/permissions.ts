import * as z from 'zod/mini';
import { listOf, refOf, resourcesOf, type Template } from './template.ts';

const statementSchema = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.literal('Allow'),
  Action: z.unknown(),
  Resource: z.unknown(),
  Condition: z.optional(z.unknown()),
});

const policySchema = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(statementSchema) }),
  Roles: z.array(z.unknown()),
});

/** `<action> on <logical id>`. */
export type Permission = string;

export const permission = (action: unknown, resource: string): Permission =>
  `${String(action)} on ${resource}`;

/** What the policies of a template let a role do. */
export const permissionsOf = (template: Template, roleId: string): ReadonlySet<Permission> =>
  new Set(
    resourcesOf(template, 'AWS::IAM::Policy')
      .map(({ Properties }) => policySchema.parse(Properties))
      .filter(({ Roles }) => Roles.some((role) => refOf(role) === roleId))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action, Resource }) =>
        listOf(Action).flatMap((action) =>
          listOf(Resource).map((resource) =>
            permission(action, refOf(resource) ?? JSON.stringify(resource)),
          ),
        ),
      ),
  );
