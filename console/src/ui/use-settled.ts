import { useEffect, useState } from 'react';

/** A text once it has been the same for a while, so that not every key asks. */
export const useSettled = (text: string, milliseconds: number): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return settled;
};
