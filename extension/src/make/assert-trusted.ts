import { l10n, workspace } from 'vscode';
import { CannotDo } from '../common/cannot-do.ts';

/**
 * A Makefile is a program, which make runs even to list its targets.
 * @throws CannotDo where the folder is not trusted
 */
export function assertTrusted(): void {
  if (workspace.isTrusted) return;
  throw new CannotDo(l10n.t('This folder is not trusted, and so nothing of its Makefile is run.'), {
    title: l10n.t('Manage Workspace Trust'),
    command: 'workbench.trust.manage',
  });
}
