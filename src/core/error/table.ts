/**
 * Every code a person or a script can meet, in one place. `exit` is the process's exit code when a command ends with
 * it, `status` the HTTP status of the API, `what` one line for docs/errors.md.
 */
interface ErrorEntry {
  readonly exit: 1 | 2 | 75 | 130;
  readonly status: number;
  readonly what: string;
}

const user = (what: string): ErrorEntry => ({ exit: 2, status: 400, what });
const system = (what: string): ErrorEntry => ({ exit: 1, status: 500, what });
const outside = (what: string): ErrorEntry => ({ exit: 1, status: 502, what });

export const errorTable = {
  USAGE: user('The command line cannot be understood.'),
  CONFIG_INVALID: user('A setting in kushi.yml or the environment is unknown or has a wrong value.'),
  CONFIG_UNREADABLE: user('kushi.yml cannot be read or is not YAML.'),
  DATA_FOLDER_INVALID: user('The data folder cannot be made or written.'),
  DATA_FOLDER_IN_USE: { exit: 75, status: 409, what: 'Another process writes to the data folder.' },
  DATA_FORMAT_NEWER: user('The data folder was written by a newer Kushi.'),
  SOURCE_NOT_FOUND: user('The path, bucket or object offered does not exist.'),
  SOURCE_UNREADABLE: system('A source answered with an error, or the disk did.'),
  STORAGE_FULL: system('The disk is full. What was committed stays; loading resumes when there is room.'),
  STORAGE_CORRUPT: system('A stored file does not match its catalog entry.'),
  INTERRUPTED: { exit: 130, status: 499, what: 'Stopped by a signal; what was committed stays.' },
  OVERLOADED: { exit: 1, status: 503, what: 'Too much is asked at once. Try again in a moment.' },
  NOT_READY: { exit: 1, status: 503, what: 'The server starts or stops.' },
  QUESTION_TOO_LARGE: system('A question needed more memory than it may have.'),
  REQUEST_INVALID: user('A request to the API does not have the shape that the route takes.'),
  REQUEST_TOO_LARGE: { exit: 1, status: 413, what: 'The body of a request is larger than the route takes.' },
  NOT_FOUND: { exit: 1, status: 404, what: 'There is no such thing at this address.' },
  METHOD_NOT_ALLOWED: { exit: 1, status: 405, what: 'The address exists, but not with this method.' },
  NOT_SIGNED_IN: { exit: 1, status: 401, what: 'Nobody is signed in, or the session or token is over.' },
  FORBIDDEN: { exit: 1, status: 403, what: 'The role or the token does not allow it.' },
  SIGN_IN_FAILED: { exit: 1, status: 401, what: 'The name or the password is wrong, or the user is disabled.' },
  TOO_MANY_ATTEMPTS: { exit: 1, status: 429, what: 'Too many failed sign-ins. `Retry-After` says how long to wait.' },
  PASSWORD_TOO_WEAK: user('A password is too short, or little more than the user name.'),
  PASSWORD_CHANGE_NEEDED: { exit: 1, status: 403, what: 'The password was given by someone else; choose one first.' },
  CROSS_SITE: { exit: 1, status: 403, what: 'A page of another site made the request with the cookie of this one.' },
  HOST_NOT_ALLOWED: { exit: 1, status: 403, what: 'The server was reached by a name that is not `base_url`.' },
  SET_UP_ALREADY: { exit: 1, status: 409, what: 'There is an administrator, so there is nothing to set up.' },
  USER_NAME_INVALID: user('A user name is empty, too long, or has characters it may not have.'),
  USER_NAME_TAKEN: { exit: 2, status: 409, what: 'Another user has this name.' },
  USER_UNKNOWN: { exit: 2, status: 404, what: 'There is no such user.' },
  LAST_ADMIN: { exit: 2, status: 409, what: 'The only administrator would be lost.' },
  PORT_IN_USE: user('Another process listens on the port.'),
  SERVER_UNREACHABLE: outside('The server does not answer, or what answers is not Kushi.'),
  INTERNAL: system('A fault in Kushi itself.'),

  ALERT_UNKNOWN: { exit: 2, status: 404, what: 'There is no alert of that id or number.' },
  ALERT_CHANGED: { exit: 1, status: 409, what: 'Somebody changed the alert since it was read.' },
  ALERT_CHANGE_INVALID: user('A change of an alert that cannot be made.'),
  SUPPRESSION_UNKNOWN: { exit: 2, status: 404, what: 'There is no suppression of that id.' },
  SUPPRESSION_INVALID: user('A suppression without a rule, a reason or a time that is to come.'),
  UNDO_UNKNOWN: { exit: 2, status: 404, what: 'A change that cannot be taken back any more.' },
  PAGE_INVALID: user('The place in a list that is asked for is none.'),

  QUERY_SYNTAX: user('The search cannot be parsed.'),
  QUERY_FIELD_UNKNOWN: user('The search names a field that no log type has.'),
  QUERY_VALUE_INVALID: user("A value in the search does not fit its field's type."),
  TIME_INVALID: user('A time or duration on the command line cannot be read.'),

  YAML_SYNTAX: user('The file is not YAML.'),
  YAML_FLOW_CHARACTER: user('A character cannot stand inside { … } or [ … ] unquoted.'),
  YAML_RESERVED: user('A name cannot begin with this character in YAML unless quoted.'),
  YAML_DUPLICATE_KEY: user('A key stands twice in one mapping.'),
  KEY_UNKNOWN: user('A key that this file does not have.'),
  KEY_MISSING: user('A key that this file must have is missing.'),
  VALUE_INVALID: user('A value of the wrong kind.'),

  LOGTYPE_UNKNOWN: user('No log type of that id is installed.'),
  LOGTYPE_INVALID: user('A log type has problems and was not loaded.'),
  FIELD_UNKNOWN: user('A field that is neither ECS nor in fields.yml.'),
  VALUE_NOT_ALLOWED: user('ECS lists the values of this field; this is none of them.'),
  VALUE_TYPE: user("A constant does not fit the field's type."),
  TYPE_NOT_EXPECTED: user('ECS does not expect this event.type for this event.category.'),
  FUNCTION_UNKNOWN: user('No function of that name.'),
  ARGUMENT: user('A function was given wrong arguments.'),
  NAME_UNKNOWN: user('A $name that nothing defines.'),
  LET_CYCLE: user('Names that are defined by each other.'),
  ECS_OUTSIDE_FRAGMENT: user('Only fragments and extending mappings may read $ecs fields.'),
  FRAGMENT_UNKNOWN: user('No fragment of that name.'),
  WRAPPER_UNKNOWN: user('No wrapper of that name.'),
  CODEC_UNKNOWN: user('No codec of that name.'),
  REGEX_SYNTAX: user('A regular expression cannot be parsed.'),
  REGEX_NOT_LINEAR: user('A regular expression needs look-around or back-references, which can stall loading.'),
  PATTERN_SYNTAX: user('A pattern cannot be parsed.'),
  PATTERN_AMBIGUOUS: user('Two captures stand side by side with nothing between them.'),
  TABLE_UNKNOWN: user('No table of that name.'),
  TABLE_SHAPE: user("A table row's cells do not match the heading."),
  ROW_UNREACHABLE: user('An earlier row takes everything this row could match.'),
  WHEN_NEVER: user('A condition that can never hold.'),
  TIME_NOT_SET: user('Nothing sets @timestamp.'),
  PATH_NEVER_SEEN: user('A path that is in none of the samples.'),
  VENDOR_FIELD_MISSING: user('A vendor field that fields.yml does not name.'),
  ROUTE_AMBIGUOUS: user('Two log types claim the same object.'),

  RULE_INVALID: user('A rule is not a valid Sigma rule.'),
  RULE_CONDITION_SYNTAX: user('The condition of a rule cannot be parsed.'),
  RULE_MODIFIER_UNKNOWN: user('A field modifier that Sigma 2.1 does not have.'),
  RULE_MODIFIER_INVALID: user('A field modifier used with a value or modifier it does not go with.'),
  RULE_PLACEHOLDER_UNKNOWN: user('A placeholder of a rule for which no values are configured.'),
  RULE_TEST_INVALID: user("A rule's test file cannot be read."),
  RULE_DUPLICATE_ID: user('Two rules have one id.'),
  RULE_UNSUPPORTED: user('A kind of Sigma document that is not evaluated yet.'),
  RULE_REFERENCE_UNKNOWN: user('A filter names a rule that is not there.'),
  RULE_LOGSOURCE_UNKNOWN: user('No installed log type serves this logsource.'),
  RULE_FIELD_UNKNOWN: user('A field that no log type of this logsource has.'),

  DESTINATION_UNKNOWN: { exit: 2, status: 404, what: 'No destination of that name is configured.' },
  DESTINATION_INVALID: user('A setting of a destination, or a secret it names, is missing or wrong.'),
  DESTINATION_UNREACHABLE: outside('A destination did not answer, or its name does not resolve.'),
  DESTINATION_FORBIDDEN: outside('A destination is at an address that is not public and not allowed.'),
  DESTINATION_BUSY: outside('A destination asks to wait, or failed; the message is sent again later.'),
  DESTINATION_REFUSED: outside('A destination refused a message for good.'),
  DELIVERY_UNKNOWN: { exit: 2, status: 404, what: 'There is no delivery with that key.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
