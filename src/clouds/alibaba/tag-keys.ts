import { keyMatcher } from '../../model/key-patterns.ts';
import type { TagRules } from '../cloud.ts';

/** Keys that belong to the cloud itself; nobody may write them. Source: Alibaba tag limits, AWS tag restrictions. */
const reservedPrefix = /^(?:aliyun|acs:|aws:)/i;

/** True when the cloud keeps keys like this one to itself: never inherited. */
export const isReservedKey = (key: string): boolean =>
  // Asked of each tag of each parent of each look; a first letter is cheaper than a pattern.
  (key.startsWith('a') || key.startsWith('A')) && reservedPrefix.test(key);

const shortestUrl = 'http://'.length;

/** True when the cloud refuses this text in a tag key or value. */
export const hasUrl = (text: string): boolean =>
  // Asked of each tag that is wanted in each look; one character is looked for quicker than several.
  text.length >= shortestUrl &&
  text.includes(':') &&
  (text.includes('http://') || text.includes('https://'));

/**
 * Keys by which ACK, its controllers and drivers, Karpenter and Cluster API find what is theirs. A cluster carries
 * some of them itself: copied to a gateway or an address, they would say that it belongs to the cluster for ever.
 */
const withheld = [
  'ack.aliyun.com',
  'ack.alibabacloud.com/*',
  'ingress.k8s.alibaba/*',
  'k8s.aliyun.com*',
  'k8s.io/*',
  'karpenter.k8s.alibabacloud/*',
  'karpenter.sh/*',
  'kubernetes.do.not.delete',
  'kubernetes.io/*',
  'kubernetes.reused.by.user',
  'sigs.k8s.io/*',
] as const;

const isListed = keyMatcher(withheld);
const shortestListed = 'k8s.io/'.length;

/** What Alibaba Cloud takes in a tag. */
export const tagRules: TagRules = {
  isReserved: isReservedKey,
  reserved: 'aliyun, acs: or aws:',
  isRefused: hasUrl,
  refused: 'http:// or https://',
  withheld,
  // Asked of each tag of each parent of each look: all that is listed has a dot, and most keys are short or have none.
  isWithheld: (key) => key.length >= shortestListed && key.includes('.') && isListed(key),
};
