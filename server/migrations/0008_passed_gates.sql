-- compatible
-- What the gates said when the promotion went past them: afterwards they are not asked any more, and still have to be told.
alter table promotions add column passed_gates jsonb;
