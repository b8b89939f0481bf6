import type { Words } from './words.ts';

const en = {
  none: 'There are no pipeline templates yet. Write one (kind: PipelineTemplate) and: sluice apply -f template.yaml',
  columns: { name: 'template', parameters: 'parameters', pipelines: 'pipelines', changed: 'changed' },
  ago: (age: string) => `${age} ago`,
};

const uk: typeof en = {
  none: 'Шаблонів конвеєрів ще немає. Опишіть перший (kind: PipelineTemplate) і виконайте: sluice apply -f template.yaml',
  columns: { name: 'шаблон', parameters: 'параметри', pipelines: 'конвеєри', changed: 'змінено' },
  ago: (age) => `${age} тому`,
};

export const templateWords: Words<typeof en> = { en, uk };
