import { diskRule, type Machine } from './demo-world.ts';

/** Every view and what is to be seen in it, by its address. */
export const viewsOf = ({ disk }: Machine): readonly (readonly [string, string | RegExp])[] => {
  const arn = encodeURIComponent(disk);
  return [
    ['#/', 'Counted by sweep'],
    ['#/rules', 'Ecs-Instance → Ecs-Disk'],
    [`#/rules/${diskRule}`, 'AttachDisk, DetachDisk, TagInstance'],
    [`#/rules?do=plan&on=${diskRule}`, 'The whole plan'],
    [`#/rules?do=disable&on=${diskRule}`, 'Tags are no longer kept up to date'],
    ['#/resources', /disk\/d-/],
    [`#/resources/${arn}`, 'hangzhou'],
    [`#/resources/${arn}?tab=chain`, 'instance/'],
    [`#/resources/${arn}?tab=explain`, 'Hop by hop'],
    [`#/resources/${arn}?tab=history`, /\d+ set/],
    ['#/resources?key=owner&origin=absent&type=Ecs-Disk', /disk\/d-/],
    ['#/jobs', 'Start sweep'],
    ['#/jobs?do=sweep', 'The whole plan'],
    ['#/history', /\d+ set/],
    ['#/contested', 'That is good news.'],
    ['#/dead-letters', 'Why it failed'],
    ['#/events', 'Choose a file'],
    ['#/access-keys', 'Create access key'],
    ['#/audit', 'PUT /v1/feature'],
    ['#/nowhere', 'There is no such page'],
  ];
};
