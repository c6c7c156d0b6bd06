require 'uri'
require 'yaml'

ROOT = File.expand_path('../..', __dir__)
MANIFEST = YAML.load_file(File.join(ROOT, 'manifest.yml'))

def for_this_stack?(entry)
  entry['cf_stacks'].include?(ENV['CF_STACK'])
end

# The first mapping that matches says what is meant.
def entry_for(url)
  mapping = MANIFEST['url_to_dependency_map'].find { |one| url.match(one['match']) }
  return if mapping.nil?
  wanted = %w[name version].map { |key| mapping[key].gsub('$1', url.match(mapping['match'])[1].to_s) }
  MANIFEST['dependencies'].find do |entry|
    [entry['name'], entry['version'].to_s] == wanted && for_this_stack?(entry)
  end
end

# What ruby's URI writes; of a file it once left two slashes out.
def mended(uri)
  parsed = URI(uri)
  parsed.scheme == 'file' ? parsed.to_s.sub('file:', 'file://') : parsed.to_s
end

def cached(uri)
  folder = File.join(ROOT, 'dependencies')
  return uri unless File.exist?(folder)
  'file://' + File.join(folder, mended(uri).gsub(%r{[/:?&]}, '_'))
end
