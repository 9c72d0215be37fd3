create table deploy(id identity primary key, application varchar(20) not null, version int, at date);
insert into deploy(application, version, at)
  select case when mod(x, 2) = 0 then 'shop' else 'blog' end, x, dateadd(day, x, date '2026-01-01') from system_range(1, 500);
create index on deploy(application, version);
select application, count(*), sum(version), max(at) from deploy group by application order by 1;
with recursive t(n, f) as (select 1, 1 union all select n + 1, f * (n + 1) from t where n < 10) select max(f) from t;
select d.id, lag(d.version) over (partition by application order by id) from deploy d where id between 10 and 15 order by id;
update deploy set version = version * 2 where application like 'sh%';
select listagg(version, ',') within group (order by version) from deploy where version < 50;
select json_object('a': 1, 'b': array[1, 2]), regexp_replace('deploy', 'e(.)', '$1'), soundex('shop');
