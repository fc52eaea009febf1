/** What an operator can do about a tag, by why it is as it is; a reason that is not here says so itself. */
const advice: Readonly<Record<string, string>> = {
  'in place': 'Nothing: it is what the rules say.',
  'own value':
    "Nothing: somebody wrote the very value. It is theirs, and stays when the rule's would go.",
  'event not seen':
    'Wait a moment. If it stays so, look at dead letters, or start a sweep: it finds what was lost.',
  'existed before the rule: waits for the primary':
    'Apply the rule to existing resources, or change the tags of the primary.',
  'policy keep': "Remove the tag that stands there, or set the rule's policy to overwrite.",
  'tag quota':
    'The resource is full: remove tags that nobody needs, or name fewer keys in the tag scope.',
  contested: 'Find out who keeps changing it, and stop that; then resume it.',
  'feature off': 'Enable the feature.',
  'rule off': 'Enable the rule.',
  'rule never set': 'Enable the rule.',
  'out of scope': "Add the key to the rule's tag scope.",
  excluded: "Take the key out of the rule's excluded keys.",
  'reserved key': 'Use another key: the cloud keeps this one to itself.',
  address: 'Use another value: one with http:// or https:// is never inherited.',
  'no association': 'Attach the resource to a primary.',
  'no such tag': 'Set the tag on the primary.',
  'parent gone': 'Attach the resource to a primary that exists.',
  'no rule':
    'Nothing inherits along this association: no rule leads from the one type to the other.',
  'resource gone': 'Nothing: the resource does not exist.',
};

/** @param why as the API tells it */
export const whatToDo = (why: string): string | undefined =>
  why.startsWith('refused by the cloud')
    ? 'The cloud did not take it: see the code. Change the value, or make room; it is then tried again.'
    : advice[why];
