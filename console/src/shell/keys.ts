import { useEffect } from 'react';
import { goTo, hrefOf } from '../routing/route';
import { views } from '../routing/views';

/** A letter after `g` goes to the view that names it. */
const placeOf = (letter: string) => views.find(({ key }) => key === letter);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** The bar at the top has it twice, to measure it; only one is seen. */
const searchField = (): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('.search input')].find((field) =>
    field.checkVisibility({ visibilityProperty: true }),
  );

/** Keys of the whole page: `/` search, `g` and a letter go to a view, `?` help. */
export const usePageKeys = ({ onHelp }: { readonly onHelp: () => void }): void => {
  useEffect(() => {
    let isGoing = false;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isDialogOpen()) return;
      const { key } = event;
      const place = isGoing ? placeOf(key) : undefined;
      isGoing = key === 'g';
      if (place !== undefined) goTo(hrefOf(place.path));
      else if (key === '?') onHelp();
      else if (key === '/') searchField()?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [onHelp]);
};
