-- compatible
-- The journey that a release belongs to, so that whoever watches an execution sees its releases too.
alter table releases add column execution_id text;
update releases set execution_id = (select execution_id from promotions where promotions.id = releases.promotion_id);
