import type { Message } from '../../lib/message.ts';
import type { Path } from '../../lib/schema-issues.ts';
import { didYouMean } from '../../lib/suggestion.ts';
import { largestExpansion } from './expand.ts';
import type { ExpansionFault } from './expand.ts';
import { templateMessages as messages } from './template-messages.ts';

/** Where a fault of an expansion is, below `spec`: of the template for its texts, of the pipeline for its parameters. */
export function expansionFaultPath(what: ExpansionFault): Path {
  switch (what.fault) {
    case 'undeclared':
    case 'unclosed':
    case 'list-in-text':
      return what.path;
    case 'too-large':
      return ['environments'];
    case 'missing-parameter':
      return ['parameters'];
    case 'unknown-parameter':
    case 'other-value':
      return ['parameters', what.name];
  }
}

export function expansionFaultWords(what: ExpansionFault, path: string): Message {
  switch (what.fault) {
    case 'undeclared': {
      const suggestion = didYouMean(what.name, what.known) ?? null;
      return messages.template_fault_undeclared({ path, name: what.name, suggestion, known: what.known });
    }
    case 'unclosed':
      return messages.template_fault_unclosed({ path, name: what.name });
    case 'list-in-text':
      return messages.template_fault_list_in_text({ path, name: what.name });
    case 'too-large':
      return messages.template_fault_too_large({ most: largestExpansion });
    case 'unknown-parameter': {
      const suggestion = didYouMean(what.name, what.known) ?? null;
      return messages.template_fault_unknown_parameter({ path, name: what.name, suggestion, known: what.known });
    }
    case 'missing-parameter':
      return messages.template_fault_missing_parameter({ path, name: what.name });
    case 'other-value':
      return messages.template_fault_other_value({
        path,
        name: what.name,
        values: what.values.map((value) => JSON.stringify(value)).join(', '),
      });
  }
}
