import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

type Params = Readonly<Record<string, string | undefined>>;

/**
 * What a page keeps in its address, so that a link shows the same.
 * @returns the parameters, and the function that changes some; an empty one is left out of the address
 */
export function useAddressState(): readonly [URLSearchParams, (change: Params) => void] {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const change = useCallback(
    (changed: Params) => {
      const params = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changed)) {
        if (value === undefined || value === '') params.delete(name);
        else params.set(name, value);
      }
      const text = params.toString();
      navigate(text === '' ? location : `${location}?${text}`, { replace: true });
    },
    [location, navigate, search],
  );
  return [new URLSearchParams(search), change];
}
