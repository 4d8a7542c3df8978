export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** `user`, `role`, `assumed-role`, `instance`, …; empty when the resource has no type. */
  readonly type: string;
  /** Last part of the resource: the user's, role's or instance's own name. For assumed roles it is the session. */
  readonly name: string;
}

/** `arn:partition:service:region:account:resource` (AWS General Reference, Amazon Resource Names). */
export function parseArn(text: string): Arn | undefined {
  const hit = /^arn:(aws[\w-]*):([\w-]+):([\w-]*):(\d{12}|aws|):(.+)$/.exec(text);
  if (hit === null) return undefined;
  const [, partition, service, region, account, resource] = hit;
  const parts = resource.split(/[/:]/);
  return {
    partition,
    service,
    region,
    account,
    type: parts.length > 1 ? parts[0] : '',
    name: parts[parts.length - 1],
  };
}
