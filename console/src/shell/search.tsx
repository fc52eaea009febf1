import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { goTo, hrefOf } from '../routing/route';

/** `d-1 cost` explains a tag of a resource; a name alone shows the resource. */
const placeFor = (text: string): string => {
  const [name = '', key] = text.trim().split(/\s+/, 2);
  if (name === '') return hrefOf(['resources']);
  const tab = key === undefined ? {} : { tab: 'explain', key };
  if (name.startsWith('arn:')) return hrefOf(['resources', name], tab);
  return hrefOf(['resources'], { id: name, key });
};

/** Finds a resource, or explains one of its tags. */
export const Search = () => {
  const [text, setText] = useState('');
  return (
    <div id="search">
      <Input
        type="search"
        value={text}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') goTo(placeFor(text));
        }}
        placeholder="Resource and key: d-… cost  ( / )"
        ariaLabel="Find a resource, or a resource and a key"
      />
    </div>
  );
};
