create table product (
    prod_code varchar(64) primary key,
    name      varchar(200) not null,
    name_zh   varchar(200) not null
);

create table orders (
    order_id   uuid primary key,
    user_id    varchar(255)   not null,
    dedup_key  varchar(255)   not null,
    prod_code  varchar(64)    not null references product,
    amount     numeric(12, 2) not null check (amount > 0),
    status     varchar(32)    not null,
    created_at timestamptz(6) not null,
    -- the final guarantee: one order for each user's key, whatever happens in front of this database
    constraint uniq_dedup_key unique (user_id, dedup_key)
);

-- a user's orders, newest first: ids grow with time
create index orders_by_user on orders (user_id, order_id);

-- did this user order the same a moment ago?
create index orders_by_content on orders (user_id, prod_code, amount, created_at);
