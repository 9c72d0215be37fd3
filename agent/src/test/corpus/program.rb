Deploy = Struct.new(:application, :version) do
  def to_s = "#{application} #{version}"
end

deploys = (1..5).map { |i| Deploy.new(i.odd? ? "shop" : "blog", i) }
puts deploys.group_by(&:application).transform_values { |all| all.sum(&:version) }.inspect
puts deploys.map(&:to_s).join(", ").upcase.tr("A-M", "N-Z")
puts (1..30).inject(:*)
fibers = Fiber.new { 3.times { |i| Fiber.yield i } }
puts 3.times.map { fibers.resume }.inspect
begin
  deploys.first.nothing
rescue NoMethodError => e
  puts e.class
ensure
  puts format("%05.2f", Math::PI)
end
