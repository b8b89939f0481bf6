-- compatible
-- Artifacts that were built elsewhere. What Sluice builds itself has the defaults.
alter table artifacts
  add column origin text not null default 'built' check (origin in ('built', 'registered')),
  -- Whether Sluice's own registry holds the content, so that a runtime can be given it.
  add column held boolean not null default true,
  -- Where it lies as an image: a reference that ends in its digest.
  add column image text,
  -- What its builder says about how it was made.
  add column provenance jsonb,
  add column provenance_url text,
  add column registered_by text;
