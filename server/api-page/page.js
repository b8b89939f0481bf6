// Shows /openapi.json as a page. Everything is set as text, never as HTML: the description holds what people wrote.
const methods = ['get', 'post', 'put', 'patch', 'delete'];

const response = await fetch('/openapi.json');
if (response.ok) show(await response.json());
else
  byId('operations').replaceChildren(
    make('p', `The description could not be read (${response.status}). Reload to try again.`),
  );

function show(api) {
  byId('version').textContent = api.info.version;
  byId('about').textContent = api.info.description ?? '';
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of methods.filter((each) => item[each] !== undefined)) {
      const operation = item[method];
      const tag = operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), operationOf(method, path, operation)]);
    }
  }
  const sections = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([tag, items]) => sectionOf(tag, items));
  const shapes = Object.entries(api.components?.schemas ?? {}).map(([name, schema]) => shapeOf(name, schema));
  if (shapes.length > 0) sections.push(sectionOf('shapes', shapes));
  byId('operations').replaceChildren(...sections);
  byId('contents').replaceChildren(
    ...sections.map((section) => link(section.querySelector('h2').textContent, `#${section.querySelector('h2').id}`)),
  );
  byId('filter').addEventListener('input', filter);
  addEventListener('hashchange', openTarget);
  openTarget();
}

function sectionOf(title, items) {
  const heading = make('h2', title);
  heading.id = `group-${title}`;
  return make('section', heading, ...items);
}

function operationOf(method, path, operation) {
  const heading = make(
    'summary',
    named('span', 'method', method.toUpperCase()),
    make('code', path),
    named('span', 'about', operation.summary ?? ''),
  );
  const body = make('div');
  if (operation.description !== undefined) body.append(make('p', operation.description));
  const verb = operation['x-sluice-verb'];
  body.append(named('p', 'quiet', verb === undefined ? 'Needs no token.' : `Needs the right ${verb}.`));
  const parameters = operation.parameters ?? [];
  if (parameters.length > 0) {
    const rows = parameters.map((each) =>
      row(
        each.name,
        each.required === true,
        each.schema ?? {},
        `${each.in}. ${each.description ?? each.schema?.description ?? ''}`,
      ),
    );
    body.append(make('h3', 'Parameters'), make('table', make('tbody', ...rows)));
  }
  for (const [type, content] of Object.entries(operation.requestBody?.content ?? {})) {
    body.append(make('h3', `Body · ${type}`), ...fieldsOf(content.schema ?? {}));
  }
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    const title = status === 'default' ? 'Anything else' : status;
    for (const [type, content] of Object.entries(answer.content ?? {})) {
      body.append(make('h3', `${title} · ${type}`), ...fieldsOf(content.schema ?? {}));
    }
  }
  return foldable(`${method}-${path}`, heading, body);
}

function shapeOf(name, schema) {
  const body = make('div', ...fieldsOf(schema));
  return foldable(
    `shape-${name}`,
    make('summary', make('code', name), named('span', 'about', schema.description ?? '')),
    body,
  );
}

function foldable(id, heading, body) {
  const element = make('details', heading, body);
  element.id = id;
  return element;
}

function fieldsOf(schema) {
  if (schema.properties === undefined) return [make('p', ...typeOf(schema))];
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([name, field]) =>
    row(name, required.has(name), field, field.description ?? ''),
  );
  return [make('table', make('tbody', ...rows))];
}

function row(name, isRequired, schema, words) {
  const facts = [
    schema.default === undefined ? '' : `Default ${JSON.stringify(schema.default)}.`,
    schema.minimum === undefined || schema.minimum < -1e9 ? '' : `From ${schema.minimum}.`,
    schema.maximum === undefined || schema.maximum > 1e9 ? '' : `Up to ${schema.maximum}.`,
    schema.maxLength === undefined ? '' : `At most ${schema.maxLength} characters.`,
  ].filter((fact) => fact !== '');
  const heading = make('th', make('code', name), isRequired ? '' : named('span', 'quiet', ' optional'));
  heading.scope = 'row';
  return make('tr', heading, make('td', ...typeOf(schema)), make('td', [words, ...facts].join(' ')));
}

/** A type as words and links: `list of Promotion`, `Release or null`, `"a" | "b"`. */
function typeOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    return [link(name, `#shape-${name}`)];
  }
  if (schema.const !== undefined) return [make('code', JSON.stringify(schema.const))];
  if (schema.enum !== undefined) return [make('code', schema.enum.map((value) => JSON.stringify(value)).join(' | '))];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined)
    return choices.flatMap((choice, index) => (index === 0 ? typeOf(choice) : [' or ', ...typeOf(choice)]));
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items ?? {})];
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object')
    return ['map to ', ...typeOf(schema.additionalProperties)];
  if (schema.format === 'date-time') return ['time'];
  return [[schema.type ?? 'anything'].flat().join(' or ')];
}

function filter(event) {
  const wanted = event.target.value.trim().toLowerCase().split(/\s+/);
  for (const section of document.querySelectorAll('section')) {
    let shown = 0;
    for (const item of section.querySelectorAll('details')) {
      const text =
        `${section.querySelector('h2').textContent} ${item.querySelector('summary').textContent}`.toLowerCase();
      item.hidden = !wanted.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    section.hidden = shown === 0;
  }
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target instanceof HTMLDetailsElement) target.open = true;
  target.scrollIntoView();
}

function make(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

function named(name, className, ...children) {
  const element = make(name, ...children);
  element.className = className;
  return element;
}

function link(words, href) {
  const element = make('a', words);
  element.href = href;
  return element;
}

function byId(id) {
  return document.getElementById(id);
}
