-- compatible
-- A promotion to some targets of its environment only.

-- The targets that somebody chose; null for every target there is.
alter table promotions add column targets text[];
