import './card.css';
import './board-placeholder.css';
import './health-board.css';

/** The shape of a report that is still to come. */
export function BoardPlaceholder({ words }: { readonly words: string }) {
  return (
    <div className="ztr-board">
      <p className="ztr-card ztr-placeholder-overall">{words}</p>
      <div className="ztr-services" aria-hidden="true">
        <div className="ztr-card ztr-placeholder" />
        <div className="ztr-card ztr-placeholder" />
        <div className="ztr-card ztr-placeholder" />
      </div>
    </div>
  );
}
