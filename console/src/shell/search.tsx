import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { useFindByName } from '../data/resources';
import { goTo } from '../routing/route';
import { notifyFailure } from './notices';
import { placeFor } from './place-for';

/** Finds a resource, or explains one of its tags: its id, and the key. */
export const Search = () => {
  const [text, setText] = useState('');
  const findByName = useFindByName();
  const go = async (): Promise<void> => {
    try {
      goTo(await placeFor(text, findByName));
    } catch (error) {
      notifyFailure('Nothing was found', error);
    }
  };
  return (
    <div className="search">
      <Input
        type="search"
        value={text}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') void go();
        }}
        placeholder="Resource id, and a key  ( / )"
        ariaLabel="Find a resource, or a resource and a key"
      />
    </div>
  );
};
