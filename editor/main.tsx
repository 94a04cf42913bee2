import './prepare.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { invariant } from '../engine/invariant.ts';
import { setUpLanguage } from './i18n/setUpLanguage.ts';
import { App } from './pages/App.tsx';
import { Providers } from './ui/Providers.tsx';

const root = document.getElementById('root');
invariant(root, 'index.html has #root');

createRoot(root).render(
  <StrictMode>
    <Providers language={setUpLanguage()}>
      <App />
    </Providers>
  </StrictMode>,
);
