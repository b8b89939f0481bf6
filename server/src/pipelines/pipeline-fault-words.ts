import { calendarFaultWords } from '../gates/index.ts';
import { conditionFaultWords } from '../lib/condition/fault-words.ts';
import type { Message } from '../lib/message.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { SpecFault } from './pipeline-faults.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';

/** What is wrong with a pipeline, for the place where it is written. */
export function faultWords(fault: SpecFault, path: string): Message {
  switch (fault.fault) {
    case 'duplicate-environment':
      return messages.pipeline_fault_duplicate_environment({ path, name: fault.name });
    case 'duplicate-target':
      return messages.pipeline_fault_duplicate_target({ path, name: fault.name, environment: fault.environment });
    case 'unknown-after': {
      const suggestion = didYouMean(fault.name, fault.known) ?? null;
      return messages.pipeline_fault_unknown_after({ path, name: fault.name, suggestion, known: fault.known });
    }
    case 'cycle':
      return messages.pipeline_fault_cycle({ path, names: fault.names });
    case 'shared-branch':
      return messages.pipeline_fault_shared_branch({ path, branch: fault.branch, other: fault.other });
    case 'fed-by-own-branch':
      return messages.pipeline_fault_fed_by_own_branch({ path, branch: fault.branch, other: fault.other });
    case 'calendar':
      return calendarFaultWords(fault.what, path);
    case 'never-opens':
      return messages.pipeline_fault_never_opens({ path });
    case 'wave-unknown': {
      const suggestion = didYouMean(fault.name, fault.known) ?? null;
      return messages.pipeline_fault_wave_unknown({ path, name: fault.name, suggestion, known: fault.known });
    }
    case 'wave-twice':
      return messages.pipeline_fault_wave_twice({ path, name: fault.name });
    case 'wave-missing':
      return messages.pipeline_fault_wave_missing({ path, names: fault.names });
    case 'pause-alone':
      return messages.pipeline_fault_pause_alone({ path });
    case 'all-optional':
      return messages.pipeline_fault_all_optional({ path });
    case 'too-few-voters':
      return messages.pipeline_fault_too_few_voters({ path, count: fault.count, people: fault.people });
    case 'condition':
      return conditionFaultWords(fault.what, path, fault.known);
    case 'commit-loop':
      return messages.pipeline_fault_commit_loop({ path, branch: fault.branch, other: fault.other });
    case 'external':
      return messages.pipeline_fault_external({ path, name: fault.name, strategy: fault.strategy });
    case 'unreachable':
      return messages.pipeline_fault_unreachable({ path, name: fault.name });
  }
}
