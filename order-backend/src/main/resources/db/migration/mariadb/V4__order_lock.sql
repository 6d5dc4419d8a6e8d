-- rows to lock while one user's same content is being ordered; a content locks the row that its hash names
create table order_lock (
    slot int not null primary key
) engine = InnoDB;

insert into order_lock (slot)
with recursive slots (slot) as (select 0 union all select slot + 1 from slots where slot < 255)
select slot from slots;
