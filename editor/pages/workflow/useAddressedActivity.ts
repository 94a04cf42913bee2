import { useEffect, useRef } from 'react';
import { useSearchParams } from 'wouter';

/** Goes to the activity that the address names (`?activity=`), once, when the page is opened. */
export function useAddressedActivity(go: (activity: string) => void): void {
  const [params] = useSearchParams();
  const activity = params.get('activity');
  const goNow = useRef(go);
  useEffect(() => {
    goNow.current = go;
  });
  useEffect(() => {
    if (activity !== null) goNow.current(activity);
  }, [activity]);
}
