import { defineMessages } from '../../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');

export const templateMessages = defineMessages({
  template_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no pipeline template "${p.name}".${p.suggestion === null ? ' See: sluice get pipeline-templates' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Шаблону конвеєра «${p.name}» немає.${p.suggestion === null ? ' Дивіться: sluice get pipeline-templates' : ` Можливо, ${p.suggestion}?`}`,
  },
  template_in_use: {
    en: (p: { name: string; pipelines: readonly string[] }) =>
      `Template ${p.name} is used by ${list(p.pipelines)}. Write their environments out, or delete them first.`,
    uk: (p) => `Шаблон ${p.name} використовують: ${list(p.pipelines)}. Випишіть їхні оточення або спершу видаліть їх.`,
  },
  template_deleted: {
    en: (p: { name: string }) => `Template ${p.name} is deleted.`,
    uk: (p) => `Шаблон ${p.name} видалено.`,
  },
  template_changes: {
    en: (p: { pipelines: readonly string[] }) =>
      p.pipelines.length > 5
        ? `${p.pipelines.length} pipelines follow it: ${list(p.pipelines.slice(0, 5))} and ${p.pipelines.length - 5} more`
        : `follow it: ${list(p.pipelines)}`,
    uk: (p) =>
      p.pipelines.length > 5
        ? `слідом змінюються конвеєри (${p.pipelines.length}): ${list(p.pipelines.slice(0, 5))} та ще ${p.pipelines.length - 5}`
        : `слідом змінюються: ${list(p.pipelines)}`,
  },
  pipeline_unknown_template: {
    en: (p: { path: string; template: string; suggestion: string | null }) =>
      `${p.path}: there is no pipeline template "${p.template}".${p.suggestion === null ? '' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: шаблону конвеєра «${p.template}» немає.${p.suggestion === null ? '' : ` Можливо, ${p.suggestion}?`}`,
  },
  pipeline_template_fault: {
    en: (p: { template: string; problem: string }) => `In template ${p.template}, with these parameters: ${p.problem}`,
    uk: (p) => `У шаблоні ${p.template} з цими параметрами: ${p.problem}`,
  },
  template_pipeline_fault: {
    en: (p: { pipeline: string; problem: string }) => `For pipeline ${p.pipeline}: ${p.problem}`,
    uk: (p) => `Для конвеєра ${p.pipeline}: ${p.problem}`,
  },
  template_fault_parameter_twice: {
    en: (p: { path: string; name: string }) => `${p.path}: parameter ${p.name} is declared twice.`,
    uk: (p) => `${p.path}: параметр ${p.name} оголошено двічі.`,
  },
  template_fault_default: {
    en: (p: { path: string; name: string }) => `${p.path}: the default of ${p.name} is not among its values.`,
    uk: (p) => `${p.path}: типового значення ${p.name} немає серед дозволених.`,
  },
  template_fault_undeclared: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: $(${p.name}) is no parameter of this template. ${p.suggestion === null ? `Declare it, or use one of ${list(p.known)}; $$( stands for itself.` : `Did you mean $(${p.suggestion})?`}`,
    uk: (p) =>
      `${p.path}: $(${p.name}) – не параметр цього шаблону. ${p.suggestion === null ? `Оголосіть його або вживайте ${list(p.known)}; $$( означає сам знак.` : `Можливо, $(${p.suggestion})?`}`,
  },
  template_fault_unclosed: {
    en: (p: { path: string; name: string }) => `${p.path}: $(${p.name} has no ")". Close it; $$( stands for itself.`,
    uk: (p) => `${p.path}: у $(${p.name} немає «)». Закрийте; $$( означає сам знак.`,
  },
  template_fault_list_in_text: {
    en: (p: { path: string; name: string }) =>
      `${p.path}: ${p.name} is a list, and a list cannot stand inside a text. Let $(${p.name}) be the whole value.`,
    uk: (p) =>
      `${p.path}: ${p.name} – список, а список не може стояти всередині тексту. Нехай $(${p.name}) буде всім значенням.`,
  },
  template_fault_too_large: {
    en: (p: { most: number }) =>
      `This expands to more than ${p.most} letters. Use shorter parameters or fewer environments.`,
    uk: (p) => `Розгортається більш ніж у ${p.most} літер. Скоротіть параметри або кількість оточень.`,
  },
  template_fault_unknown_parameter: {
    en: (p: { path: string; name: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.path}: the template has no parameter ${p.name}. ${p.suggestion === null ? (p.known.length === 0 ? 'It has none.' : `It has ${list(p.known)}.`) : `Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: у шаблоні немає параметра ${p.name}. ${p.suggestion === null ? (p.known.length === 0 ? 'Він не має жодного.' : `Є: ${list(p.known)}.`) : `Можливо, ${p.suggestion}?`}`,
  },
  template_fault_missing_parameter: {
    en: (p: { path: string; name: string }) => `${p.path}: the template needs the parameter ${p.name}.`,
    uk: (p) => `${p.path}: шаблону потрібен параметр ${p.name}.`,
  },
  template_fault_other_value: {
    en: (p: { path: string; name: string; values: string }) => `${p.path}: ${p.name} must be one of ${p.values}.`,
    uk: (p) => `${p.path}: ${p.name} може бути лише: ${p.values}.`,
  },
});
