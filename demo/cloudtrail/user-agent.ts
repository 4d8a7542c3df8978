/** SDK versions of services differ, so that one program shows as many user agents. */
function apiVersion(service: string): string {
  let sum = 0;
  for (let i = 0; i < service.length; i++) sum = (sum * 31 + service.charCodeAt(i)) % 9973;
  return `1.${30 + (sum % 160)}.${sum % 5}`;
}

const serviceOf = (source: string) => source.slice(0, source.indexOf('.')).replaceAll('-', '');

/** Terraform tells much about itself. `release` picks one of the versions in use. */
export function terraformAgent(source: string, release: number): string {
  const provider = ['5.72.1', '5.74.0', '5.76.0', '5.77.0'][release % 4];
  const service = serviceOf(source);
  return (
    `APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/${provider} ` +
    '(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.32.5 ua/2.1 os/linux ' +
    `lang/go#1.23.${release % 4} md/GOARCH#amd64 api/${service}#${apiVersion(service)}`
  );
}

/** The inventory is a Python program. */
export function inventoryAgent(source: string, release: number): string {
  const version = ['1.35.66', '1.35.71', '1.35.80'][release % 3];
  return (
    `example-inventory/2.8 Boto3/${version} md/Botocore#${version} ua/2.0 os/linux#6.1.115-126.197.amzn2023.aarch64 ` +
    `md/arch#aarch64 lang/python#3.12.7 md/pyimpl#CPython exec-env/AWS_ECS_FARGATE cfg/retry-mode#adaptive ` +
    `Botocore/${version} api/${serviceOf(source)}`
  );
}

export const cliAgent = (source: string, release: number): string =>
  `aws-cli/2.${19 + (release % 4)}.1 md/awscrt#0.22.0 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${serviceOf(source)}.call`;

/** Programs on instances. */
export const workloadAgent = (source: string, release: number): string =>
  `aws-sdk-js/3.${690 + (release % 6)}.0 ua/2.1 os/linux#6.1.115-126.197.amzn2023.aarch64 lang/js md/nodejs#20.18.1 api/${serviceOf(source)}#3.${690 + (release % 6)}.0 exec-env/EC2 cfg/retry-mode#standard`;
