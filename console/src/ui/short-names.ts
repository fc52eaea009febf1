/** `rule:…:Ecs-Instance:Ecs-Disk` → `Ecs-Instance → Ecs-Disk`. */
export const shortRule = (settingName: string): string => {
  const [, , primary, associated] = settingName.split(':');
  return primary === undefined || associated === undefined
    ? settingName
    : `${primary} → ${associated}`;
};

/** `arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1` → `disk/d-1`. */
export const shortArn = (arn: string): string => arn.split(':').slice(5).join(':') || arn;

/** The region in an ARN; empty when it names none. */
export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
