export {
  callsOf,
  catalogue,
  findRule,
  isSettingName,
  type Rule,
  ruleBetween,
  rulesFrom,
  type SettingName,
  watchedCalls,
} from './alibaba/catalogue.ts';
