import { guardedText } from '../model/guarded-text.ts';
import { isSettingName } from './catalogue.ts';

/** The exact name of a rule of the catalogue. */
export const settingNameText = guardedText(isSettingName, 'is not the SettingName of a rule');
