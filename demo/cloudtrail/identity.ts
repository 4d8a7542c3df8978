import { isoSeconds } from '../time/stamp.ts';

/** Who a record says made the call: JSON of `userIdentity`, and what error messages call them. */
export interface Identity {
  readonly json: string;
  readonly arn: string;
  readonly accountId: string;
}

/** A session got from long-lived credentials. */
export interface SessionContext {
  readonly created: number;
  readonly mfa: boolean;
}

const attributes = ({ created, mfa }: SessionContext) => ({
  creationDate: isoSeconds(created),
  mfaAuthenticated: String(mfa),
});

export interface IamUser {
  readonly accountId: string;
  readonly userName: string;
  readonly principalId: string;
}

/** An IAM user; with `session` when the key is a temporary one, with `invokedBy` when a service calls for it. */
export function userIdentity(
  user: IamUser,
  accessKeyId: string | null,
  rest: { session?: SessionContext; invokedBy?: string } = {},
): Identity {
  const arn = `arn:aws:iam::${user.accountId}:user/${user.userName}`;
  const json = JSON.stringify({
    type: 'IAMUser',
    principalId: user.principalId,
    arn,
    accountId: user.accountId,
    ...(accessKeyId !== null && { accessKeyId }),
    userName: user.userName,
    ...(rest.session && { sessionContext: { attributes: attributes(rest.session) } }),
    ...(rest.invokedBy && { invokedBy: rest.invokedBy }),
  });
  return { json, arn, accountId: user.accountId };
}

export interface Role {
  readonly accountId: string;
  readonly roleName: string;
  /** `AROA…` */
  readonly roleId: string;
}

/** A session of a role. `ec2Delivery` is the version of the metadata service an instance got it from. */
export function roleIdentity(
  role: Role,
  sessionName: string,
  rest: { accessKeyId: string; session: SessionContext; ec2Delivery?: '1.0' | '2.0' },
): Identity {
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.roleName}/${sessionName}`;
  const json = JSON.stringify({
    type: 'AssumedRole',
    principalId: `${role.roleId}:${sessionName}`,
    arn,
    accountId: role.accountId,
    accessKeyId: rest.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.roleId,
        arn: `arn:aws:iam::${role.accountId}:role/${role.roleName}`,
        accountId: role.accountId,
        userName: role.roleName,
      },
      attributes: attributes(rest.session),
      ...(rest.ec2Delivery && { ec2RoleDelivery: rest.ec2Delivery }),
    },
  });
  return { json, arn, accountId: role.accountId };
}

export const serviceIdentity = (service: string): Identity => ({
  json: `{"type":"AWSService","invokedBy":"${service}"}`,
  arn: service,
  accountId: '',
});

/** Calls AWS makes for itself in an account carry no type. */
export const internalIdentity = (accountId: string): Identity => ({
  json: `{"accountId":"${accountId}","invokedBy":"AWS Internal"}`,
  arn: 'AWS Internal',
  accountId,
});
