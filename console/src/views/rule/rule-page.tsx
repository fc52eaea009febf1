import Header from '@cloudscape-design/components/header';
import { shortRule } from '../../ui/short-names';

export const RulePage = ({ name }: { readonly name: string }) => <Header>{shortRule(name)}</Header>;
