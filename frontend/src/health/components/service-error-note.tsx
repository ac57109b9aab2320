import type { ServiceError } from '@zero-to-running/contract/service-error';
import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import { serviceName } from '../model/service-names.ts';
import type { Tone } from '../../ui/tone.ts';
import { l10n } from '../../ui/l10n.ts';
import './service-error-note.css';
import '../../ui/tone.css';

interface ServiceErrorNoteProps {
  readonly service: string;
  readonly error: ServiceError;
  readonly tone: Tone;
}

/** Why a service is unhealthy, and what to do about it. */
export function ServiceErrorNote({ service, error, tone }: ServiceErrorNoteProps) {
  const { what, remedy } = explainServiceError(error);
  return (
    <p className="ztr-error-note" data-tone={tone}>
      <strong>
        {serviceName(service)} {l10n.t(what)}.
      </strong>{' '}
      {l10n.t(remedy)}
    </p>
  );
}
