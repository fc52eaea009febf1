/**
 * The 24 regions that support associated tag inheritance, region id → name on the product page.
 * Source of the ids: DescribeRegions of the Tag API.
 */
export const supportedRegions: ReadonlyMap<string, string> = new Map([
  ['ap-southeast-5', 'Indonesia (Jakarta)'],
  ['ap-southeast-3', 'Malaysia (Kuala Lumpur)'],
  ['cn-huhehaote', 'China (Hohhot)'],
  ['ap-southeast-1', 'Singapore'],
  ['eu-central-1', 'Germany (Frankfurt)'],
  ['us-east-1', 'US (Virginia)'],
  ['us-west-1', 'US (Silicon Valley)'],
  ['cn-hongkong', 'China (Hong Kong)'],
  ['cn-qingdao', 'China (Qingdao)'],
  ['ap-northeast-1', 'Japan (Tokyo)'],
  ['cn-zhangjiakou', 'China (Zhangjiakou)'],
  ['cn-shenzhen', 'China (Shenzhen)'],
  ['cn-beijing', 'China (Beijing)'],
  ['cn-shanghai', 'China (Shanghai)'],
  ['cn-hangzhou', 'China (Hangzhou)'],
  ['cn-chengdu', 'China (Chengdu)'],
  ['eu-west-1', 'UK (London)'],
  ['cn-heyuan', 'China (Heyuan)'],
  ['cn-wulanchabu', 'China (Ulanqab)'],
  ['cn-guangzhou', 'China (Guangzhou)'],
  ['ap-southeast-6', 'Philippines (Manila)'],
  ['ap-southeast-7', 'Thailand (Bangkok)'],
  ['cn-nanjing', 'China (Nanjing - local region - shutting down)'],
  ['cn-fuzhou', 'China (Fuzhou - local region - shutting down)'],
]);
